using System.Text;
using System.Text.RegularExpressions;

namespace Clientele.LocalHost.Host;

/// <summary>The path of a blob trigger, such as <c>uploads/{name}</c> or <c>inbox/{name}.{ext}</c>. A token stands for any text, slashes included.</summary>
internal sealed class BlobPath
{
    private readonly Regex _name;

    private BlobPath(string container, Regex name, string prefix)
    {
        Container = container;
        Prefix = prefix;
        _name = name;
    }

    public string Container { get; }

    /// <summary>What every matching name starts with.</summary>
    public string Prefix { get; }

    /// <exception cref="LocalHostException">The path has no container.</exception>
    public static BlobPath Parse(string path)
    {
        int slash = path.IndexOf('/', StringComparison.Ordinal);
        string container = slash < 0 ? path : path[..slash];
        if (container.Length == 0 || container.Contains('{', StringComparison.Ordinal))
        {
            throw new LocalHostException($"A blob trigger's path starts with a container's name, and '{path}' does not.");
        }

        string name = slash < 0 ? "{name}" : path[(slash + 1)..];
        StringBuilder pattern = new("^");
        int from = 0;
        for (int open; (open = name.IndexOf('{', from)) >= 0;)
        {
            int close = name.IndexOf('}', open);
            if (close < 0)
            {
                break;
            }

            pattern.Append(Regex.Escape(name[from..open])).Append("(?<").Append(name[(open + 1)..close]).Append(">.+)");
            from = close + 1;
        }

        pattern.Append(Regex.Escape(name[from..])).Append('$');
        Regex regex = new(pattern.ToString(), RegexOptions.NonBacktracking | RegexOptions.Singleline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        return new BlobPath(container, regex, name.Split('{')[0]);
    }

    /// <summary>The tokens' values, in the path's order; null where the name does not match.</summary>
    public IReadOnlyList<KeyValuePair<string, string>>? Match(string blob)
    {
        Match match = _name.Match(blob);
        return match.Success
            ? [.. match.Groups.Values.Skip(1).Select(group => KeyValuePair.Create(group.Name, group.Value))]
            : null;
    }
}
