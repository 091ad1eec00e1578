"""The project's settings with a data folder of the tests' own."""

import os
import warnings
from pathlib import Path

os.environ.setdefault("RENKEI_HOME", str(Path(__file__).resolve().parents[1] / ".renkei" / "tests"))
# The engine is prepared once, for all sites that tests start.
os.environ.setdefault("RENKEI_ENGINE", str(Path(os.environ["RENKEI_HOME"]).resolve() / "matching" / "engine"))
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from renkei.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
KEPT_PAGES_BYTES = (
    0  # tests take their writes back, and with them the count of acts; those of the memory set it
)
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405  (the middleware warns where it is missing)
