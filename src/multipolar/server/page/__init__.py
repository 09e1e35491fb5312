"""The light page: a seat for phones, tablets and screen readers, in HTML that works without script.

Rendered here from the seat's own view with the words of the plain front end; it holds no rules.
"""
