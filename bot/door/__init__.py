"""The one door: who is it, what is asked, and how the answer reaches them."""
