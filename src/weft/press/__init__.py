"""Facts out of a news article: who, with whom, what was held, what was promised by when; each with the sentence it came from.

Rules and word lists of seven languages, no model and no download. Everything found is a suggestion that a person confirms.
"""

from weft.press.article import Article as Article
from weft.press.article import Fact as Fact
from weft.press.due import due as due
from weft.press.due import why_not as why_not
from weft.press.read import ArticleNotRead as ArticleNotRead
from weft.press.read import read as read
from weft.press.read import text_of as text_of
from weft.press.sentences import language_of as language_of
from weft.press.when import When as When
from weft.press.words import LANGUAGES as LANGUAGES
