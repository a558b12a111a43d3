"""How forms look: our own template for a field, and Django's widgets with their names unchanged."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """One field: label, help, input, errors, tied together for screen readers by Django itself."""

    field_template_name = "ui/_field.html"
    form_template_name = "ui/_form.html"
