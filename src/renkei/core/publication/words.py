"""What is said where something is not public."""

from renkei.kernel.localised import Localised

NOT_PUBLIC = Localised.both("（非公開）", "(not public)")
