"""What is printed: one description of a paper, made into PDF or DOCX.

>>> paper = Paper("Brief", (Heading("Asks"), Text("Hold the account.")), marking="TLP:AMBER")
>>> pdf(paper)[:5]
b'%PDF-'
"""

from weftnode.papers.blocks import Bars as Bars
from weftnode.papers.blocks import Block as Block
from weftnode.papers.blocks import Facts as Facts
from weftnode.papers.blocks import Figure as Figure
from weftnode.papers.blocks import Heading as Heading
from weftnode.papers.blocks import Note as Note
from weftnode.papers.blocks import Paper as Paper
from weftnode.papers.blocks import Points as Points
from weftnode.papers.blocks import Table as Table
from weftnode.papers.blocks import Text as Text
from weftnode.papers.pdf import lacking as lacking
from weftnode.papers.pdf import pdf as pdf
from weftnode.papers.word import docx as docx
