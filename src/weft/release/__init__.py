"""What may leave the building: one decision, taken when a thing is sent and again when it is shown.

:func:`decide` looks at one item, who would receive it, and the agreement in force, and answers :class:`Allow`, :class:`Redact` or
:class:`Refuse`, each with its reason. :func:`part` is the only way from an item's values to what is written for a partner.
Nothing here sends anything, and nothing here knows the time: ``now`` is given.
"""

from weft.release.agreements import Agreement as Agreement
from weft.release.agreements import Partner as Partner
from weft.release.agreements import Precision as Precision
from weft.release.agreements import Recipient as Recipient
from weft.release.agreements import Status as Status
from weft.release.decide import Allow as Allow
from weft.release.decide import Decision as Decision
from weft.release.decide import Item as Item
from weft.release.decide import Redact as Redact
from weft.release.decide import Refuse as Refuse
from weft.release.decide import Sort as Sort
from weft.release.decide import decide as decide
from weft.release.markings import Marking as Marking
from weft.release.markings import strictest as strictest
from weft.release.part import Seen as Seen
from weft.release.part import part as part
from weft.release.part import preview as preview
from weft.release.terms import Term as Term
from weft.release.terms import objects as objects
from weft.release.terms import offences as offences
from weft.release.terms import purposes as purposes
from weft.release.tlp import PAP as PAP
from weft.release.tlp import TLP as TLP
from weft.release.tlp import MarkingNotRead as MarkingNotRead
