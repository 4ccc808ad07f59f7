"""WeChat's web OAuth with scope `snsapi_base`: silent, and all it tells is an openid."""

from __future__ import annotations

import logging
import re
from typing import Any, Final
from urllib.parse import urlencode

import httpx
from django.conf import settings

# httpx writes the whole address of each request at INFO: here that is our secret.
logging.getLogger("httpx").setLevel(logging.WARNING)

TIMEOUT: Final = httpx.Timeout(3.0, connect=2.0)
"""Short: a citizen waits for it, and can do without."""

_CODE: Final = re.compile(r"[0-9A-Za-z_-]{1,128}")
_OPENID: Final = re.compile(r"[0-9A-Za-z_-]{1,64}")


class WeChatError(Exception):
    """No openid. `reason` is a code: "refused", "unreachable", "odd_answer", "http_502", "errcode_40029"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def offered(user_agent: str) -> bool:
    """Whether to ask at all: an official account is set up, and the page is open inside WeChat."""
    return bool(settings.WECHAT_APP_ID and settings.WECHAT_SECRET) and "MicroMessenger" in user_agent


def authorize_url(state: str, redirect: str) -> str:
    """Where to send the citizen, so that WeChat sends them back to `redirect` with `code` and `state`.

    WeChat wants the parameters in this order and the fragment at the end.
    """
    query = {
        "appid": settings.WECHAT_APP_ID,
        "redirect_uri": redirect,
        "response_type": "code",
        "scope": "snsapi_base",
        "state": state,
    }
    return f"{settings.WECHAT_OPEN}/connect/oauth2/authorize?{urlencode(query)}#wechat_redirect"


def openid(code: str) -> str:
    """The follower's openid for a code, which holds once and for five minutes. Raises WeChatError."""
    if not _CODE.fullmatch(code):
        raise WeChatError("refused")
    query = {
        "appid": settings.WECHAT_APP_ID,
        "secret": settings.WECHAT_SECRET,
        "code": code,
        "grant_type": "authorization_code",
    }
    found = _get("/sns/oauth2/access_token", query).get("openid")
    if not isinstance(found, str) or not _OPENID.fullmatch(found):
        raise WeChatError("odd_answer")
    return found


def _get(path: str, query: dict[str, str]) -> dict[str, Any]:
    """WeChat's answer, which is JSON whatever its headers say; its errors come with status 200."""
    try:
        answer = httpx.get(f"{settings.WECHAT_BASE}{path}?{urlencode(query)}", timeout=TIMEOUT)
        answer.raise_for_status()
        body = answer.json()
    except httpx.TransportError:
        raise WeChatError("unreachable") from None  # these errors carry the address, secret included
    except httpx.HTTPStatusError as error:
        raise WeChatError(f"http_{error.response.status_code}") from None
    except ValueError:
        raise WeChatError("odd_answer") from None
    if not isinstance(body, dict):
        raise WeChatError("odd_answer")
    if body.get("errcode"):
        raise WeChatError(f"errcode_{int(body['errcode'])}")
    return body
