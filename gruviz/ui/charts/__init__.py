"""From a record to a chart on the page: views, cards, and the component that draws."""
