"""Whether accounts of one person may be joined or parted now: None, or the refusal with what is possible instead."""

from duban.ledger.refusals import Conflict, Forbidden, Refused
from duban.people.models import Officer


def joining(login: Officer, officer: Officer) -> Refused | None:
    """Say whether a post may be opened by another account: both open and in offices, and not one already."""
    if officer.pk == login.pk or officer.login.pk == login.pk:
        return Conflict("这两个岗位已经合并登录")
    if not officer.is_active or officer.jurisdiction is None or not login.is_active:
        return Refused("账号已经停用，或者没有岗位")
    if is_demo(login) != is_demo(officer):
        return Refused("演示账号不用口令就能进入，不能与其他账号合并")
    if login.signs_in_by_id is not None:
        return Conflict("您的账号刚刚并入了另一个账号", possible="请刷新后再合并。")
    if officer.signs_in_by_id is not None:
        return Refused(
            f"这个岗位已经由账号 {officer.login.username} 登录", possible="请改用那个账号登录后合并，或者先解除。"
        )
    if officer.full_name != login.full_name:
        return Refused("两个账号的姓名不一致，不能合并", possible="姓名登记有误的，请系统管理员更正。")
    return None


def is_demo(officer: Officer) -> bool:
    """Return whether an account is of an invented office, whose posts anybody may enter where demonstrations are open."""
    return officer.jurisdiction is not None and officer.jurisdiction.is_demo


def renaming(officer: Officer, full_name: str) -> Refused | None:
    """Say whether an account may get another name: not while one sign-in opens it with others, for accounts of two names are two persons."""
    if not officer.joined or full_name == officer.full_name:
        return None
    return Refused(
        "这个账号与本人的其他岗位合并登录，姓名不能单独更改",
        possible="更正姓名的，请本人先解除合并登录，各自更正后再合并；换人的，请停用这个账号，另开新账号。",
        field="full_name",
    )


def answering(login: Officer, officer: Officer) -> Refused | None:
    """Say whether this person may answer the offer of a post: while it is offered to them."""
    if officer.offered_to_id is None or officer.offered_to_id != login.login.pk:
        return Forbidden("没有等待您确认的岗位")
    return None


def parting(officer: Officer) -> Refused | None:
    """Say whether a post may be opened by itself again: where another account opens it."""
    if officer.signs_in_by_id is None:
        return Conflict("这个岗位由自己的账号登录，没有合并")
    return None


def own_password(officer: Officer) -> Refused | None:
    """Say whether an account may be given a password of its own: not while another account opens it."""
    if officer.signs_in_by_id is None:
        return None
    return Refused(
        f"这个岗位由本人用账号 {officer.login.username} 登录，没有自己的口令",
        possible="本人忘记口令的，请那个账号所在办公室的系统管理员重置；要分开的，先解除合并登录。",
    )
