from django.db.models import Q

from renkei.core.records.kinds import Condition, Kind, register
from renkei.core.ui.text import bi
from renkei.inquiries.enums import InquiryState
from renkei.inquiries.models import Inquiry, InquiryTemplate, InquiryTopic

OVERDUE = Condition(
    "overdue",
    bi("期限を過ぎた", "Overdue"),
    lambda at: Q(state=InquiryState.OPEN, answer_due__lt=at),
)

register(
    Kind(
        model=Inquiry,
        table="inquiries",
        name=bi("お問い合わせ", "Inquiry"),
        plural=bi("お問い合わせ", "Inquiries"),
        title="title",
        description=bi("公開サイトに届いたお問い合わせ", "What people asked by the public site"),
        columns=("number", "title", "topic", "unit", "state", "received_on", "answer_due"),
        filters=("state", "topic", "unit"),
        conditions=(OVERDUE,),
        search=("number", "title", "text", "contact_name", "organisation_name"),
        order=("-received_on", "-number", "slug"),
    ),
    Kind(
        model=InquiryTopic,
        table="inquiry_topics",
        name=bi("用件", "Topic"),
        plural=bi("用件", "Topics"),
        title="name",
        description=bi("お問い合わせの用件と、答える部署", "Topics of inquiries, and the units that answer"),
        columns=("name", "unit", "answer_days", "publication"),
        filters=("unit", "publication"),
        search=("name", "about"),
        order=("position", "slug"),
        parts=(("inquirytemplate", "topic"),),
    ),
    Kind(
        model=InquiryTemplate,
        table="inquiry_templates",
        name=bi("回答のひな形", "Template of an answer"),
        plural=bi("回答のひな形", "Templates of answers"),
        title="name",
        description=bi("よくあるお問い合わせへの回答文", "Answers prepared for what is asked often"),
        columns=("name", "topic"),
        filters=("topic",),
        search=("name", "text"),
        order=("topic", "slug"),
    ),
)
