"""Server messages: the signature as WeChat computes it."""

from __future__ import annotations

from huiyin.intake.wechat.signature import genuine

# printf '%s\n' weixin 1409735669 nonce0 | sort | tr -d '\n' | sha1sum
GIVEN = "fe398bb41ec208475c86ebab082738ca6d1040fc"


def test_signature_of_wechat_is_taken_and_nothing_else() -> None:
    asked = {"timestamp": "1409735669", "nonce": "nonce0"}
    assert genuine("weixin", **asked, given=GIVEN)
    assert not genuine("weixin", **asked, given=GIVEN[:-1] + ("0" if GIVEN[-1] != "0" else "1"))
    assert not genuine("weixin", **(asked | {"nonce": "nonce1"}), given=GIVEN)
    assert not genuine("weixin", **asked, given="")
    assert not genuine("weixin", **asked, given="汉")


def test_unset_token_proves_nothing() -> None:
    unsigned = "b90e1e67bb88bee2a18fb63cf2576f83666bfa41"
    assert not genuine("", timestamp="1409735669", nonce="nonce0", given=unsigned)
