"""What people read on Discord, as texts within its limits (pure)."""
