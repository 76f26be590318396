using System.Security.Claims;
using Clientele.Functions.Access;

namespace Clientele.Functions.Web;

/// <summary>Tells who looks at a page.</summary>
internal static class Visitors
{
    public static Visitor Of(ClaimsPrincipal user) => new(user.Identity?.Name, user.IsInRole(Roles.Operator));
}
