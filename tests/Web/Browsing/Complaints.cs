using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Playwright;

namespace Clientele.WebTests.Browsing;

/// <summary>What a browser found wrong with a site that must be in order: errors and warnings, refused and foreign requests.</summary>
/// <param name="site">Requests to any other origin are wrong.</param>
internal sealed class Complaints(Uri site)
{
    /// <summary>
    /// Puts a page's violations of its content security policy on the console in words of ours: those that are only reported by the browser's own are of no type.
    /// </summary>
    public const string SayViolations =
        "document.addEventListener('securitypolicyviolation', e => console.error(`Content Security Policy: ${e.effectiveDirective} forbids ${e.blockedURI} ${e.sample}`));";

    // The browser's echo of an answer: the answer itself is judged, because only there the status can be told from its text.
    private const string EchoOfAnswer = "Failed to load resource: the server responded with a status of";

    private readonly ConcurrentQueue<string> _all = new();
    private readonly ConcurrentDictionary<(int Status, string Path), bool> _expected = new();
    private Uri? _blobs;

    public IReadOnlyCollection<string> All => _all;

    /// <summary>Makes an answer part of the test: the status is right for paths that begin so.</summary>
    public void Expect(int status, string path) => _expected[(status, path)] = true;

    /// <summary>Lets the page put blocks into the container <c>incoming</c> of this endpoint, and do nothing else there.</summary>
    public void AllowUploads(Uri blobs) => _blobs = blobs;

    public void Listen(IBrowserContext context)
    {
        context.Console += (_, message) => Hear(message);
        context.WebError += (_, error) => Say($"JavaScript: {error.Error}");
        context.Request += (_, request) => Look(request);
        context.Response += (_, response) => Look(response);
        context.RequestFailed += (_, request) => Missed(request);
    }

    private void Hear(IConsoleMessage message)
    {
        if (message.Type is "error" or "warning" && !message.Text.StartsWith(EchoOfAnswer, StringComparison.Ordinal))
        {
            Say($"{message.Type} on the console: {message.Text} ({message.Location})");
        }
    }

    private void Look(IRequest request)
    {
        Uri address = new(request.Url);
        if (address.Scheme is not ("data" or "blob" or "about") && !IsOurs(address) && !IsUpload(request.Method, address))
        {
            Say($"{request.Method} to elsewhere: {address.GetLeftPart(UriPartial.Path)}");
        }
    }

    private void Look(IResponse response)
    {
        string path = new Uri(response.Url).AbsolutePath;
        if (response.Status >= 400 && !_expected.Keys.Any(each => each.Status == response.Status && path.StartsWith(each.Path, StringComparison.Ordinal)))
        {
            Say(string.Create(CultureInfo.InvariantCulture, $"{response.Status} for {response.Request.Method} {path}"));
        }
    }

    private void Missed(IRequest request)
    {
        // Aborted: the page was left while the request was under way, or the answer became a download.
        if (request.Failure is { } failure && failure != "net::ERR_ABORTED")
        {
            Say($"{failure} for {request.Method} {new Uri(request.Url).GetLeftPart(UriPartial.Path)}");
        }
    }

    private bool IsOurs(Uri address) => Uri.Compare(address, site, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;

    /// <summary>A block for one blob of <c>incoming</c>, under a signature that allows writing alone.</summary>
    private bool IsUpload(string method, Uri address)
    {
        if (_blobs is null || !address.AbsoluteUri.StartsWith($"{_blobs.AbsoluteUri.TrimEnd('/')}/incoming/", StringComparison.Ordinal))
        {
            return false;
        }

        string[] query = address.Query.TrimStart('?').Split('&');
        string? may = Array.Find(query, each => each.StartsWith("sp=", StringComparison.Ordinal));
        bool block = query.Contains("comp=block", StringComparer.Ordinal) && query.Any(each => each.StartsWith("sig=", StringComparison.Ordinal));
        return method is "PUT" or "OPTIONS" && block && may is "sp=c" or "sp=w" or "sp=cw";
    }

    private void Say(string what) => _all.Enqueue(what);
}
