import { Collection } from "./collection.js";

const COLLECTIONS = new WeakMap(); // parentElement -> Collection

export default function ({ data, parentElement, setStateValue }) {
  let collection = COLLECTIONS.get(parentElement);
  if (!collection) {
    collection = new Collection(parentElement);
    COLLECTIONS.set(parentElement, collection);
  }
  collection.update(data, setStateValue);
}
