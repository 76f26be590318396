namespace Clientele.Functions.Access;

/// <summary>Who may do what. Each role is also the name of the authorization policy that asks for it.</summary>
public static class Roles
{
    /// <summary>Reads everything, uploads, names segments.</summary>
    public const string Marketer = "marketer";

    /// <summary>A marketer who also promotes, rolls back, releases, retries, changes economics and erases.</summary>
    public const string Operator = "operator";
}
