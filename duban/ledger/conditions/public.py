"""Whether an appeal may be decided, answered, rated or its sender erased now: None, or the refusal with its clause."""

from duban.ledger.models import Appeal, Matter, Rating, Suggestion
from duban.ledger.refusals import Refused


def deciding(appeal: Appeal) -> Refused | None:
    """Say whether it may still be decided what becomes of an appeal: once."""
    if appeal.is_waiting:
        return None
    where = f"，事项 {appeal.matter.no}" if appeal.matter else ""
    return Refused(f"这件诉求已经处理：{appeal.get_outcome_display()}{where}")


def answering(appeal: Appeal) -> Refused | None:
    """Say whether the sender may be answered: before it is decided otherwise, or once its matter is done."""
    if appeal.is_waiting:
        return None
    if appeal.replied_on is not None or appeal.matter is None:
        return Refused(f"已于 {appeal.replied_on} 答复")
    if not appeal.matter.is_done:
        return Refused(f"事项 {appeal.matter.no} 还没有办结", possible="办结以后再答复反映人。")
    return None


def erasing(appeal: Appeal) -> Refused | None:
    """Say whether the identity of a sender may be erased: once they were answered."""
    if appeal.erased_on is not None:
        return Refused(f"身份信息已于 {appeal.erased_on} 清除")
    if appeal.replied_on is None:
        return Refused(f"诉求 {appeal.number} 还没有答复，办理和回访还需要联系反映人", possible="答复以后再清除。")
    return None


def correcting(appeal: Appeal) -> Refused | None:
    """Say whether what the office entered of an appeal may be put right: not what its sender wrote in person, nor once they are erased."""
    if appeal.entered_by_id is None:
        return Refused(
            "这件诉求是反映人在网上自己写的，不能改动",
            possible="类别、难易和时限可以在“分清难易和时限”里改；核实的情况写进任务书或者答复。",
        )
    if appeal.erased_on is not None:
        return Refused(f"身份信息已于 {appeal.erased_on} 清除，不再更正")
    return None


def reopening(appeal: Appeal) -> Refused | None:
    """Say whether what was decided on an appeal may be undone: while the matter goes on, and nobody rated its result."""
    if appeal.is_waiting:
        return Refused("这件诉求还没有处理")
    if appeal.erased_on is not None:
        return Refused(f"身份信息已于 {appeal.erased_on} 清除")
    if appeal.matter is not None and appeal.matter.is_done:
        return Refused(f"事项 {appeal.matter.no} 已经办结", possible="答复有误的请更正答复；没有办好的请重新办理事项。")
    return None


def correcting_reply(appeal: Appeal) -> Refused | None:
    """Say whether what a sender was told may be put right: once they were answered, until they are erased."""
    if appeal.replied_on is None:
        return Refused("还没有答复")
    if appeal.erased_on is not None:
        return Refused(f"身份信息已于 {appeal.erased_on} 清除")
    return None


def withdrawing_rating(rating: Rating) -> Refused | None:
    """Say whether a satisfaction may be taken back: one that the office put down on the present result."""
    if rating.recorded_by_id is None:
        return Refused("这是反映人本人的评价，不能撤销")
    if not rating.is_current:
        return Refused("这条满意度针对以前的结果，或者已经撤销")
    return None


def rating(matter: Matter, appeal: Appeal | None = None) -> Refused | None:
    """Say whether somebody's word on a matter may be entered: once it is done; a suggestion's author has their own place for it."""
    if not matter.is_done:
        return Refused("办结以后才能登记满意度", possible="办结后再回访。")
    if Suggestion.objects.filter(matter=matter).exists():
        return Refused("建议提案的满意度由提出人评价", possible="请用“登记满意度（提出人）”登记。")
    if appeal is not None and appeal.matter_id != matter.pk:
        return Refused("这件诉求不归这件事项办理", field="appeal")
    if appeal is not None and Rating.objects.filter(appeal=appeal, is_current=True).exists():
        return Refused(f"诉求 {appeal.number} 的满意度已经登记", field="appeal")
    return None


def keeping(rating: Rating) -> Refused | None:
    """Say whether a result may be said to stand: when somebody is dissatisfied with it and it was not done again."""
    if not rating.is_dissatisfied:
        return Refused("只有不满意的才需要说明")
    if not rating.is_current or not rating.matter.is_done:
        return Refused("事项已经重新办理")
    return Refused("已经说明不再重新办理的理由") if rating.kept_reason else None
