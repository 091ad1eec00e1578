"""How people come in: django-allauth's flows in our look. Only what stands in `urls` is routed."""
