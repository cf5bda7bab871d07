"""What orders tell the packages above."""

from django.dispatch import Signal

# Sent inside the transaction of the signature, once mandates and document exist: a receiver that fails takes the signature back.
# order: the signed DesignationOrder. lines: its OrderLine rows, in order, with their `mandate`. by: who signed.
order_signed = Signal()
