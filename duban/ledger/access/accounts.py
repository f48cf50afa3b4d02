"""Whose access tokens an officer may see: their own; which posts are theirs to enter; and whom of the office they may look up."""

from django.db.models import Q, QuerySet

from duban.ledger.access.rules import READS_ALL, NotFound, may, one
from duban.people.models import LEADERS, UNIT_ROLES, AccessToken, Jurisdiction, Officer


def tokens(officer: Officer) -> QuerySet[AccessToken]:
    """Return the access tokens that the officer may see, the newest first: their own, the administrator all of the jurisdiction."""
    found = AccessToken.objects.select_related("officer").order_by("-id")
    if may(officer, "manage_people"):
        return found.filter(officer__jurisdiction_id=officer.jurisdiction_id or 0)
    return found.filter(officer=officer)


def token_for(officer: Officer, pk: int) -> AccessToken:
    """Return one access token. Raises NotFound where the officer may not see it."""
    return one(tokens(officer).filter(pk=pk))


def posts(officer: Officer) -> list[Officer]:
    """Return the open posts of the person who sits here, this one too: nobody else's."""
    login = officer.login
    own = Officer.objects.filter(Q(pk=login.pk) | Q(signs_in_by=login.pk), is_active=True, jurisdiction__isnull=False)
    return list(own.select_related("jurisdiction", "unit", "signs_in_by").order_by("pk"))


def post_for(officer: Officer, pk: int) -> Officer:
    """Return another open post of the same person. Raises NotFound for anybody else's, and for this one."""
    for each in posts(officer):
        if each.pk == pk and each.pk != officer.pk:
            return each
    raise NotFound("没有这个岗位，或者不是您的岗位")


def post_of_link(officer: Officer, told: int, office: str = "") -> Officer | None:
    """Return the other post in which this person reads what was told to the account of that key, or to a group of the office of that code; None: the present one.

    Numbers of matters are the same in every office. Raises NotFound where it was told in an office in which the person has no post.
    """
    if told == officer.pk:
        return None
    others = [each for each in posts(officer) if each.pk != officer.pk]
    named = next((each for each in others if each.pk == told), None)
    if named is not None:
        return named
    account = Officer.objects.filter(pk=told).values_list("jurisdiction", flat=True).first()
    where = account or Jurisdiction.objects.filter(slug=office).values_list("pk", flat=True).first()
    if where is None or where == officer.jurisdiction_id:
        return None
    there = next((each for each in others if each.jurisdiction_id == where), None)
    if there is None:
        raise NotFound("这条链接是另一个办公室的", possible="请用在那个办公室的账号登录后打开。")
    return there


def offers(officer: Officer) -> list[Officer]:
    """Return the posts that administrators take to be this person's, and on which the person has not answered."""
    return list(officer.login.offers.filter(is_active=True).select_related("jurisdiction", "unit").order_by("pk"))


def offer_for(officer: Officer, pk: int) -> Officer:
    """Return one of these posts. Raises NotFound for any other."""
    return one(officer.login.offers.filter(is_active=True).select_related("jurisdiction", "unit"), pk=pk)


def people(officer: Officer) -> QuerySet[Officer]:
    """Return whom the officer may look up by name: the administrator and who hands over posts everybody; who reads all, the leaders and the units' people."""
    found = Officer.objects.filter(jurisdiction_id=officer.jurisdiction_id or 0)
    if may(officer, "manage_people"):
        return found
    found = found.filter(is_active=True)
    if may(officer, "hand_over_post"):
        return found
    return found.filter(role__in=LEADERS | UNIT_ROLES) if officer.role in READS_ALL else found.none()


def place_of_wall(digest: str) -> Jurisdiction:
    """Return the office whose wall has the address of that digest. Raises NotFound for any other."""
    return one(Jurisdiction.objects.exclude(wall=""), wall=digest)
