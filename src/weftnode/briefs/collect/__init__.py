"""Collectors: one file for each app that is read. Importing this registers them all."""

from weftnode.briefs.collect import cases as cases
from weftnode.briefs.collect import diplomacy as diplomacy
from weftnode.briefs.collect import measures as measures
from weftnode.briefs.collect import money as money
from weftnode.briefs.collect import networks as networks
from weftnode.briefs.collect import partners as partners
from weftnode.briefs.collect import requests as requests
