"""Entry from a WeChat official account: which follower sent a report, asked silently and never required.

The door asks `state.make`, redirects to `oauth.authorize_url`, and on the way back `state.check`,
`oauth.openid` and `carrying.seal`. Whatever fails on this way, the citizen goes on without an openid.
"""
