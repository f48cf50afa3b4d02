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
