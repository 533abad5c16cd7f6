"""Figures: each draws a result frame on matplotlib axes and computes nothing."""
