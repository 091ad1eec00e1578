from renkei.core.records.kinds import Kind, register
from renkei.core.ui.text import bi
from renkei.reports.models import ReportKind, ReportSection

register(
    Kind(
        model=ReportKind,
        table="report_kinds",
        name=bi("報告の種類", "Kind of report"),
        plural=bi("報告の種類", "Kinds of report"),
        title="name",
        description=bi("年度ごとにつくる報告", "Reports that are made for each year"),
        columns=("position", "name", "title", "years", "publication"),
        filters=("publication",),
        search=("name", "title"),
        order=("position", "slug"),
        parts=(("reportsection", "report"),),
    ),
    Kind(
        model=ReportSection,
        table="report_sections",
        name=bi("報告の節", "Section of a report"),
        plural=bi("報告の節", "Sections of reports"),
        title="told",
        description=bi("報告に並ぶ文と部品", "Sentences and blocks of reports, in order"),
        columns=("title", "report", "position", "anchor", "block", "year", "publication"),
        filters=("report", "block", "publication"),
        search=("title", "text"),
        order=("report__position", "report", "position", "slug"),
    ),
)
