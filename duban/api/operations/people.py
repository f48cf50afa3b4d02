"""The office's people: units, fields and officers taken in at once; by which ways their letters come; the office's robots."""

from dataclasses import asdict
from typing import Any

from django.http import HttpResponse
from ninja import Router

from duban.api import acting, serializers
from duban.api.http import Request
from duban.api.schemas.people import (
    ChosenTopics,
    ChosenWays,
    Letting,
    NewApplication,
    NewRobot,
    NewRoll,
    TestedWay,
)
from duban.ledger import access
from duban.ledger.actions.accounts import message_choices
from duban.ledger.actions.office import robots
from duban.ledger.actions.office import rolls as acts
from duban.ledger.models import Robot
from duban.ledger.queries.accounts import message_choices as chosen
from duban.ledger.queries.office import rolls
from duban.ledger.queries.office.outbox import robots as set_up
from duban.ledger.queries.office.roll_plans import Entry
from duban.ledger.refusals import Refused
from duban.papers.reading.lists.rolls import RollFault, roll_of

router = Router(tags=["people"])
_MADE = {201: serializers.Created}


@router.post("/people", operation_id="take_roll", summary="导入名册")
def take(request: Request, given: NewRoll) -> dict[str, Any]:
    """Take in what is new and of what differs what `update` names, all or nothing; with `only_check` say what it would do.

    The answer names what is wrong by place (`units[3].group`). Accounts open without a password.
    """
    access.require(request.user, "manage_people")
    words = given.dict()
    roll = roll_of({kind: words[kind] for kind in ("units", "portfolios", "officers")})
    plan = rolls.plan_of(request.user.office, roll, request.user)
    unknown = set(given.update) - {each.key for each in plan.differing}
    if unknown:
        raise Refused(f"没有“{min(unknown)}”这一处不同", field="update")
    is_meant = not given.only_check and not plan.faults
    taken = acts.take_roll(roll=roll, by=request.by, update=given.update) if is_meant else None
    return {
        "taken": asdict(taken) if taken else None,
        "units": len(plan.units),
        "portfolios": len(plan.portfolios),
        "officers": len(plan.officers),
        "same": plan.same,
        "differing": [
            {"key": each.key, "name": each.name, "place": each.row.place, "changes": _changes(each)}
            for each in plan.differing
        ],
        "faults": [_fault(each) for each in plan.faults],
        "remarks": [_fault(each) for each in plan.remarks],
    }


@router.get("/message-choice", operation_id="show_message_choice", summary="消息接收设置")
def show_choice(request: Request) -> dict[str, Any]:
    """Show by which ways one's own letters come and what they leave out."""
    held = chosen.choice_of(request.user)
    return {
        "email": request.user.email,
        "wecom": held.wecom,
        "robot": held.has_robot,
        "ways": [channel for channel, _ in held.ways],
        "topics": [
            {"key": topic.key, "word": topic.word, "says": topic.says, "comes": comes, "why": topic.why}
            for topic, comes in held.topics
        ],
    }


@router.post("/message-choice/topics", operation_id="choose_message_topics", summary="选择消息种类")
def choose_topics(request: Request, given: ChosenTopics) -> dict[str, Any]:
    """Set of what one wants no letter."""
    message_choices.choose_topics(officer=request.user, muted=given.muted, at=request.at)
    return show_choice(request)


@router.post("/message-choice/ways", operation_id="choose_message_ways", summary="选择消息渠道")
def choose_ways(request: Request, given: ChosenWays) -> dict[str, Any]:
    """Set by which ways one's letters come."""
    message_choices.choose_ways(officer=request.user, at=request.at, **given.dict())
    return show_choice(request)


@router.post("/message-choice/test", operation_id="test_message_way", summary="给自己发一条测试消息")
def test_way(request: Request, given: TestedWay) -> dict[str, Any]:
    """Send oneself a test and tell what the other side answered."""
    return {"said": message_choices.test_way(officer=request.user, channel=given.channel, at=request.at)}


@router.get("/robots", operation_id="show_robots", summary="消息机器人")
def show_robots(request: Request) -> dict[str, Any]:
    """Show the robots in use."""
    access.require(request.user, "see_robots")
    return {"robots": [_robot(each) for each in set_up.rows_of(request.user.office)]}


@router.post("/robots", operation_id="add_robot", summary="增加群机器人", response=_MADE)
def add_robot(request: Request, given: NewRobot) -> HttpResponse:
    """Set up a robot of a group; it is silent until it is let."""
    access.require(request.user, "keep_robots")
    office, words = request.user.office, given.dict()
    return acting.create(
        request, lambda: (robots.add_robot(jurisdiction=office, by=request.by, **words).pk, "/api/robots")
    )


@router.post("/robots/application", operation_id="add_application", summary="增加企业微信应用", response=_MADE)
def add_application(request: Request, given: NewApplication) -> HttpResponse:
    """Set up the application that writes to single persons; it is silent until it is let."""
    access.require(request.user, "keep_robots")
    office, words = request.user.office, given.dict()
    return acting.create(
        request, lambda: (robots.add_application(jurisdiction=office, by=request.by, **words).pk, "/api/robots")
    )


@router.post("/robots/{pk}/letting", operation_id="let_robot", summary="启用消息机器人")
def let_robot(request: Request, pk: int, given: Letting) -> dict[str, Any]:
    """Let a robot speak, and of what."""
    access.require(request.user, "let_robots")
    robot = access.office.robot_for(request.user, acting.key(pk))
    unit = acting.unit_named(request.user, given.unit or None, "unit")
    return _shown(robots.let_robot(robot=robot, readers=given.readers, unit=unit, kinds=given.kinds, by=request.by))


@router.post("/robots/{pk}/test", operation_id="test_robot", summary="让机器人发一条测试消息")
def test_robot(request: Request, pk: int) -> dict[str, Any]:
    """Post a test into the group and tell what the other side answered."""
    access.require(request.user, "see_robots")
    robot = access.office.robot_for(request.user, acting.key(pk))
    return {"said": robots.test_robot(robot=robot, by=request.by)}


@router.post("/robots/{pk}/removal", operation_id="remove_robot", summary="停用消息机器人")
def remove_robot(request: Request, pk: int) -> dict[str, Any]:
    """Take a robot out of use; what lets it speak is erased."""
    access.require(request.user, "see_robots")
    robot = robots.remove_robot(robot=access.office.robot_for(request.user, acting.key(pk)), by=request.by)
    return _shown(robot)


def _shown(robot: Robot) -> dict[str, Any]:
    return _robot(set_up.row_of(robot))


def _robot(row: set_up.Row) -> dict[str, Any]:
    robot = row.robot
    return {
        "id": robot.pk,
        "name": robot.name,
        "maker": robot.maker,
        "host": row.host,
        "readers": row.readers,
        "kinds": robot.kinds,
        "on": robot.is_on,
        "state": row.state,
    }


def _changes(entry: Entry) -> dict[str, list[str]]:
    return {name: list(both) for name, both in entry.changes.items()}


def _fault(fault: RollFault) -> dict[str, str]:
    return {"place": fault.place, "why": fault.why}
