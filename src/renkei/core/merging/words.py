"""What is said where two records cannot become one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from renkei.core.records.kinds import kinds
from renkei.core.ui.text import both
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from renkei.core.merging.references import Clash

NO_REASON = Localised.both("統合する理由を書いてください。", "Please give a reason for merging.")
NO_REASON_APART = Localised.both(
    "別の記録だと分かる理由を書いてください。", "Please say why they are not the same."
)
NO_KIND = Localised.both(
    "この種類の記録は統合できません（統合できるのは、組織と人です）。",
    "Records of this kind cannot be merged; organisations and people can.",
)
SAME = Localised.both("同じ記録どうしは統合できません。", "A record cannot be merged with itself.")
NOT_THERE = Localised.both(
    "どちらかの記録がもうありません。一覧から選び直してください。",
    "One of the records is no longer there. Please choose again from the list.",
)
STALE = Localised.both(
    "開いたあとに、どちらかの記録を別の人が変更しました。最新の内容を確かめて、もう一度選んでください。",
    "Someone else has changed one of the records since. Please look at their present state and choose again.",
)
LOOP = Localised.both(
    "「{field}」が自分自身を指すことになります。ほかの値を選ぶか、先にその項目を空欄にしてください。",
    "“{field}” would point to the record itself. Choose another value, or empty that field first.",
)
CLASH = Localised.both(
    "{kind}「{moved}」と「{standing}」が、統合すると同じ内容（{names}）になります。先にどちらかを取り下げてください。",
    "{kind} “{moved}” and “{standing}” would hold the same {names}. Withdraw one of them first.",
)
NOT_ALLOWED = Localised.both(
    "統合すると「{what}」も変わりますが、それを変える権限がありません。管理者に頼んでください。",
    "Merging also changes “{what}”, which you may not do. Please ask an administrator.",
)


def clash_words(clash: Clash) -> dict[str, Any]:
    """Return the words that fill `CLASH`."""
    labels = [both(clash.model._meta.get_field(name).verbose_name) for name in clash.names]
    names = Localised.both(
        "・".join(each.text("ja") for each in labels), ", ".join(each.text("en") for each in labels)
    )
    kind = next((kind for kind in kinds() if kind.model is clash.model), None)
    return {
        "kind": both(kind.name if kind else clash.model._meta.verbose_name),
        "moved": str(clash.moved.pk),
        "standing": str(clash.standing.pk) if clash.standing else "",
        "names": names,
    }
