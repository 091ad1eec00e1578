from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Now

from renkei.core.accounts.actors import Actor
from renkei.core.history.journal import journal, remembered
from renkei.core.ui.text import bi


class UserManager(BaseUserManager["User"]):
    pass


@remembered(exclude=("password",))
class User(AbstractBaseUser):
    """Who may sign in. Names of people live in the directory; demo users are roles without a person."""

    username = models.CharField(bi("利用者名", "User name"), max_length=150, unique=True)
    last_login = None  # a sign-in is not a change of the record
    email = models.EmailField(bi("電子メール", "E-mail"), blank=True)
    language = models.CharField(bi("画面の言語", "Language of the screens"), max_length=5, default="ja")
    shortcuts = models.BooleanField(bi("ショートカットを使う", "Keyboard shortcuts"), default=True)
    is_active = models.BooleanField(bi("有効", "Active"), default=True)
    is_demo = models.BooleanField(bi("見本の利用者", "Demonstration user"), default=False)
    password_set_at = models.DateTimeField(
        bi("パスワードを決めた日時", "Password set"),
        null=True,
        blank=True,
        editable=False,
        help_text=bi("空欄はパスワードがないか、分からない", "Empty: there is none, or it is not known"),
    )
    joined_at = models.DateTimeField(bi("登録日時", "Joined"), auto_now_add=True)

    objects = UserManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = bi("利用者", "User")
        verbose_name_plural = bi("利用者", "Users")

    def __str__(self) -> str:
        return self.username

    def set_password(self, raw_password: str | None) -> None:
        """Take a password, or none at all, and note the moment of the database: history tells of that, not of it."""
        super().set_password(raw_password)
        self.password_set_at = Now() if self.has_usable_password() else None

    def set_unusable_password(self) -> None:
        super().set_unusable_password()
        self.password_set_at = None

    def check_password(self, raw_password: str | None) -> bool:
        """Compare a password. One kept by an older rule is kept anew, as an act of the user's own."""

        def keep_anew(raw: str) -> None:
            super(User, self).set_password(raw)  # it is the same password: neither its day changes
            self._password = None  # nor have the validators anything to say
            with journal(actor=Actor(self.username, user_id=self.pk), action="renew password hash"):
                self.save(update_fields=["password"])

        return check_password(raw_password, self.password, keep_anew)
