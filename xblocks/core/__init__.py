"""What every block shares: reading what authors wrote, answering learners' actions, showing the element."""
