from renkei.reports.models.definitions import ReportKind, ReportSection

__all__ = ["ReportKind", "ReportSection"]
