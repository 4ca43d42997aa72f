"""What contradicts what in a request, written from SEMANTICS 5.6 and 5.10 and the pages of AWS.

Shares no code with the program: it judges from outside the requests that the program shows.
"""
