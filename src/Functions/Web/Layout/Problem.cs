namespace Clientele.Functions.Web;

/// <summary>Why there is no page.</summary>
/// <param name="Status">Of the answer: 400, 403, 404, 413, 500 or 503.</param>
/// <param name="Detail">More about it, in the reader's language; null for none.</param>
public sealed record Problem(int Status, string? Detail = null);
