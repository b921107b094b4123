"""From a record to a chart on the page: the views, the card around each, and the component that draws."""
