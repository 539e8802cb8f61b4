/** Said beside every figure of home and away. */
export const HOME_NOTE =
  'Own state: where the maker of the model has its seat. Differences to controls; subjects that no state guards are in neither. As observed, the subjects differ between own and other states; on the same subjects, a model is held against models made elsewhere, probe by probe. Neither says why, and a few models are not their country.';
