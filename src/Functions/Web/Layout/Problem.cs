using Clientele.Functions.Access;

namespace Clientele.Functions.Web;

/// <summary>Why there is no page.</summary>
/// <param name="Status">Of the answer: 400, 403, 404, 405, 413, 500 or 503.</param>
/// <param name="Refused">Why the visitor may not see it; null where that is not the reason.</param>
/// <param name="Role">The role that they would need; null where none would do.</param>
public sealed record Problem(int Status, RefusalReason? Refused = null, string? Role = null);
