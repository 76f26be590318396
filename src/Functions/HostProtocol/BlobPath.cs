namespace Clientele.Functions.HostProtocol;

/// <summary>The path of a blob that a trigger fired for.</summary>
internal static class BlobPath
{
    /// <summary>From the path token of <c>container/{name}</c>, else from the blob's address.</summary>
    /// <exception cref="InvalidDataException">The call names no blob of the container.</exception>
    public static string Name(string container, Invocation call)
    {
        string? name = call.Text("Metadata.name");
        if (string.IsNullOrEmpty(name) && Uri.TryCreate(call.Text("Metadata.Uri"), UriKind.Absolute, out Uri? address))
        {
            name = After(container, address);
        }

        return string.IsNullOrEmpty(name) ? throw new InvalidDataException($"The host's call names no blob of {container}.") : name;
    }

    /// <summary>The container is the first segment, or the second where the account is in the path, as with Azurite.</summary>
    private static string? After(string container, Uri address)
    {
        string[] segments = address.AbsolutePath.Split('/', 4);
        for (int i = 1; i <= 2 && i < segments.Length - 1; i++)
        {
            if (segments[i] == container)
            {
                return Uri.UnescapeDataString(string.Join('/', segments[(i + 1)..]));
            }
        }

        return null;
    }
}
