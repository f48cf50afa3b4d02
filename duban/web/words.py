"""The rules of a regime in words, with their numbers: what the program does by a clause."""

from functools import singledispatch

from duban.engine.clauses import Regime
from duban.engine.rules.fields import Rule
from duban.engine.rules.limits import Approval, Limit
from duban.engine.sentences import rules as rule_sentences
from duban.ledger import acts


@singledispatch
def said(rule: Rule, regime: Regime) -> str:
    """Return one sentence that says what the rule does. Raises TypeError for a kind without words."""
    return rule_sentences.sentence_of(rule, regime)


@said.register(Limit)
@said.register(Approval)
def _(rule: Limit | Approval, regime: Regime) -> str:
    # An act that is signed says itself what it is called.
    act = acts.find(rule.act)
    name = None if act is None else act.ruled or act.label
    return rule_sentences.sentence_of_act(rule, regime, name or rule_sentences.act_name(rule.act))
