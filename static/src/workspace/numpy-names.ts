// What completion offers after `np.`: the part of numpy that ML code uses. name or name|detail.
const top = `
abs absolute all allclose amax amin any append apply_along_axis arange|(start, stop, step) argmax|(a, axis) argmin|(a, axis)
argpartition|(a, kth) argsort|(a, axis, kind) argwhere array|(object, dtype) array_equal array_split asarray|(a, dtype)
ascontiguousarray atleast_1d atleast_2d average|(a, axis, weights) bincount|(x, weights, minlength) bool_ broadcast_arrays
broadcast_shapes broadcast_to|(array, shape) ceil choose clip|(a, min, max) column_stack concatenate|(arrays, axis) copy
corrcoef cos cosh count_nonzero cov cross cumprod cumsum|(a, axis) datetime64 deg2rad diag diagonal diff|(a, n, axis) digitize
divide|(a, b, out, where) dot dstack dtype e einsum|(subscripts, *operands) empty empty_like equal errstate|(divide, over, invalid)
exp expand_dims|(a, axis) expm1 eye fabs finfo|(dtype) flatnonzero flip float32 float64 floor floor_divide fmax fmin full|(shape, value)
full_like gradient greater greater_equal histogram|(a, bins) hstack hypot identity iinfo in1d indices inf inner int32 int64 interp
intersect1d isclose isfinite isin isinf isnan issubdtype ix_ kron less less_equal lexsort|(keys) linspace|(start, stop, num)
log log10 log1p log2 logaddexp|(a, b) logical_and logical_not logical_or logical_xor logspace mask_indices matmul max maximum|(a, b)
may_share_memory mean|(a, axis, dtype) median|(a, axis) meshgrid min minimum|(a, b) mod moveaxis multiply nan nan_to_num nanargmax
nanargmin nancumsum nanmax nanmean|(a, axis) nanmedian|(a, axis) nanmin nanpercentile nanquantile nanstd|(a, axis, ddof) nansum nanvar
ndarray ndim negative newaxis nonzero not_equal ones|(shape, dtype) ones_like outer pad|(a, width, mode) partition percentile|(a, q, axis)
pi piecewise power prod ptp quantile|(a, q, axis) ravel reciprocal remainder repeat|(a, repeats, axis) reshape resize roll rot90
round rint searchsorted|(a, v, side) select setdiff1d shape shares_memory sign sin sinh size sort|(a, axis, kind) split sqrt square
squeeze stack|(arrays, axis) std|(a, axis, ddof) subtract sum|(a, axis, keepdims) swapaxes take take_along_axis|(a, indices, axis)
tan tanh tensordot tile trace transpose trapezoid tri tril triu trunc uint8 union1d unique|(a, return_inverse, return_counts)
unravel_index vander var|(a, axis, ddof) vectorize vstack where|(condition, x, y) zeros|(shape, dtype) zeros_like
`;
const linalg = "cholesky det eig eigh eigvals eigvalsh inv lstsq|(a, b) matrix_rank multi_dot norm|(x, ord, axis) pinv qr slogdet solve|(a, b) svd";
const random = "default_rng|(seed) Generator SeedSequence";

export interface NumpyName {
  name: string;
  detail: string | undefined;
}

function parse(list: string): NumpyName[] {
  const entries = list.match(/\w+(\|\([^)]*\))?/g) ?? [];
  return entries.map((entry) => {
    const [name = "", detail] = entry.split("|");
    return { name, detail };
  });
}

/** By module path below numpy: "", "linalg", "random". */
export const numpyNames: Record<string, NumpyName[]> = {
  "": [...parse(top), { name: "linalg", detail: undefined }, { name: "random", detail: undefined }],
  linalg: parse(linalg),
  random: parse(random),
};
