from django.db import models

from renkei.core.ui.text import bi


class LegalType(models.TextChoices):
    COUNCIL_OF_ORGANISATIONS = "council_of_organisations", bi("協議会・推進会議", "Council of organisations")
    STATUTORY = "statutory", bi("附属機関", "Body under an ordinance")
    EXECUTIVE_COMMITTEE = "executive_committee", bi("実行委員会", "Executive committee")
    CONSULTATION = "consultation", bi("懇談会", "Consultation meeting")
    SCREENING = "screening", bi("審査会", "Screening committee")
    COMMITTEE = "committee", bi("委員会", "Committee")
    NOT_STATED = "not_stated", bi("記載なし", "Not stated")


class SeatRole(models.TextChoices):
    CHAIR = "chair", bi("会長・委員長", "Chair")
    VICE_CHAIR = "vice_chair", bi("副会長・副委員長", "Vice-chair")
    MEMBER = "member", bi("構成員", "Member")
    SECRETARIAT = "secretariat", bi("事務局", "Secretariat")
    OBSERVER = "observer", bi("オブザーバー", "Observer")


class RelationKind(models.TextChoices):
    PRIOR_COORDINATION = "prior_coordination", bi("事前調整", "Prior coordination")
    SUB_BODY = "sub_body", bi("下部組織", "Is a body of")
    GUIDANCE = "guidance", bi("指導・助言", "Guidance and advice")
    APPROACH = "approach", bi("働きかけ", "Approach")
    COORDINATION = "coordination", bi("連携・調整", "Liaison and coordination")
    PERFORMS = "performs", bi("機能を担う", "Performs the function")
    LEADS_TO = "leads_to", bi("につながる", "Leads to")
    OVERSEES = "oversees", bi("統括", "Oversees")
    BELONGS = "belongs", bi("に含まれる", "Belongs to")


class MeetingState(models.TextChoices):
    HELD = "held", bi("開催済み", "Held")
    PLANNED = "planned", bi("予定", "Planned")
    CANCELLED = "cancelled", bi("中止", "Cancelled")


class DrawingState(models.TextChoices):
    DRAWN = "drawn", bi("記録から作図", "Drawn from the records")
    NAMED = (
        "named",
        bi("名称のみ（内容は資料から得られない）", "Named only; its content is not in the source text"),
    )


class DrawingSubject(models.TextChoices):
    STRUCTURE = "structure", bi("推進体制", "The promotion structure")
    SCHEME = (
        "scheme",
        bi("連携の枠組み（協定・研究室・会議体）", "A scheme of agreement, laboratory and body"),
    )


class DrawingDirection(models.TextChoices):
    DOWN = "down", bi("上から下へ", "From top to bottom")
    ACROSS = "across", bi("左から右へ", "From left to right")
