using System.Globalization;
using System.Xml.Linq;
using Clientele.Storage;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Clientele.Functions.Access;

/// <summary>
/// The keys behind anti-forgery tokens, in blobs that every instance reads: <c>000000.xml</c>, <c>000001.xml</c> and so on, each written once. The storage
/// service encrypts them at rest; where that is not enough, a key of a key vault can be added to data protection's settings.
/// </summary>
/// <param name="container">Asked for at the first use: an app that never makes a token never reads keys.</param>
internal sealed class KeyBlobs(Func<IBlobContainer> container) : IXmlRepository
{
    // Far more than quarterly keys of a century.
    private const int MostKeys = 999_999;

    private int _next;

    // The framework asks for keys once a day at most, and not asynchronously. On a thread of the pool: a page that is being rendered lets nothing else run on
    // its own context, and would wait for ever for what waits for it.
    public IReadOnlyCollection<XElement> GetAllElements() => Task.Run(() => ReadAllAsync(CancellationToken.None)).GetAwaiter().GetResult();

    /// <summary>
    /// Instances that start together all find that a key is needed. The first writes it; the others' keys are dropped, as the framework reads again after
    /// writing and takes the key that is there. A revocation is never dropped.
    /// </summary>
    public void StoreElement(XElement element, string friendlyName) => Task.Run(() => StoreAsync(element, CancellationToken.None)).GetAwaiter().GetResult();

    private async Task<IReadOnlyCollection<XElement>> ReadAllAsync(CancellationToken cancellation)
    {
        IBlobContainer keys = container();
        List<XElement> elements = [];
        int next = 0;
        await foreach (BlobFacts each in keys.ListAsync(null, cancellation))
        {
            if (!int.TryParse(Path.GetFileNameWithoutExtension(each.Name), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                continue;
            }

            next = Math.Max(next, number + 1);
            if (await keys.ReadAsync(each.Name, cancellation) is { } found)
            {
                elements.Add(XElement.Parse(found.Content.ToString()));
            }
        }

        Volatile.Write(ref _next, next);
        return elements;
    }

    private async Task StoreAsync(XElement element, CancellationToken cancellation)
    {
        IBlobContainer keys = container();
        BinaryData content = BinaryData.FromString(element.ToString(SaveOptions.DisableFormatting));
        for (int number = Volatile.Read(ref _next); number <= MostKeys; number++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"{number:D6}.xml");
            if (await keys.TryCreateAsync(name, content, cancellation))
            {
                return;
            }

            if (IsKey(element) && await keys.ReadAsync(name, cancellation) is { } other && IsKey(XElement.Parse(other.Content.ToString())))
            {
                return;
            }
        }

        throw new InvalidOperationException($"The container {keys.Name} holds more keys than {MostKeys}.");
    }

    private static bool IsKey(XElement element) => element.Name.LocalName == "key";
}
