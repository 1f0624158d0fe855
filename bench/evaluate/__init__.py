"""How well announcements are read: labelled texts against the drafts that are made of them (``make eval``).

``labels`` reads the sets, ``matching`` says when two names mean the same, ``scoring`` compares one text with its label,
``tallies`` adds up, ``left_out`` reads every event without the rules that only it supports, ``printing`` tells.
"""
