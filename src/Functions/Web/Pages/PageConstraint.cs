namespace Clientele.Functions.Web;

/// <summary>Addresses that may be those of pages: not the API's, where a wrong address or method is answered as programs expect it.</summary>
internal sealed class PageConstraint : IRouteConstraint
{
    public const string Name = "page";

    private const string Api = "api";

    public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        values[routeKey] is not string path
        || !(path.Equals(Api, StringComparison.OrdinalIgnoreCase) || path.StartsWith(Api + "/", StringComparison.OrdinalIgnoreCase));
}
