"""Clocks on held money, and the way back to those it was taken from.

Amounts are whole numbers of the currency's smallest unit; times are aware. Nothing here asks what time it is.
"""

from weft.money.clock import Clock as Clock
from weft.money.clock import NotRenewable as NotRenewable
from weft.money.clock import deadline as deadline
from weft.money.restitution import Claim as Claim
from weft.money.restitution import Shares as Shares
from weft.money.restitution import Step as Step
from weft.money.restitution import share as share
from weft.money.units import AmountNotKept as AmountNotKept
from weft.money.units import digits as digits
from weft.money.units import from_minor as from_minor
from weft.money.units import to_minor as to_minor
