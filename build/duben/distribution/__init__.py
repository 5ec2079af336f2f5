"""Copies for recipients: who gets how many, numbered and stamped, with lists, a ledger and
checksums.
"""
