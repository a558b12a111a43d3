"""What `make messages` finds in a template: every way a string can be said there."""

import pytest

from weftnode.ui import messages


@pytest.mark.parametrize(
    "text",
    [
        '{% translate "said" %}',
        "{% translate 'said' %}",
        "{% blocktranslate %}said{% endblocktranslate %}",
        '{{ name|default:_("said") }}',
        '{% if name == _("said") %}x{% endif %}',
    ],
)
def test_a_string_is_found_however_the_template_says_it(text):
    assert list(messages._template(text)) == [("said", "")]
