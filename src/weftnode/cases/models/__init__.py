"""Tables of cases. Writes are in `actions`, reads in `queries`."""

from weftnode.cases.models.case import Case as Case
from weftnode.cases.models.case import CaseLink as CaseLink
from weftnode.cases.models.case import CaseNetwork as CaseNetwork
from weftnode.cases.models.case import CasePerson as CasePerson
from weftnode.cases.models.case import CaseReport as CaseReport
from weftnode.cases.models.case import Cases as Cases
from weftnode.cases.models.case import Merge as Merge
from weftnode.cases.models.case import OffenderRole as OffenderRole
from weftnode.cases.models.hold import Hold as Hold
from weftnode.cases.models.hold import Plea as Plea
from weftnode.cases.models.hold import Renewal as Renewal
from weftnode.cases.models.measure import Measure as Measure
from weftnode.cases.models.measure import Step as Step
from weftnode.cases.models.work import Event as Event
from weftnode.cases.models.work import Task as Task
