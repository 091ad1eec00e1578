"""Renkei (連携): the operating system of a regional research cluster."""
