using System.Text;
using Clientele.Functions;
using Clientele.HandlerUnderTest;
using Clientele.Runs;
using Clientele.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Clientele.Unit.Functions;

/// <summary>The app on a free port, with an engine and a predictor that tests script, and an empty account in memory.</summary>
internal sealed class RunningApp : IAsyncDisposable
{
    public const string LocalKey = "0123456789abcdef0123456789abcdef";

    /// <summary>The machine's own environment decides nothing.</summary>
    private static readonly string[] NotOnAzure =
        ["--WEBSITE_AUTH_ENABLED=", "--WEBSITE_SITE_NAME=", "--WEBSITE_INSTANCE_ID=", "--CONTAINER_NAME=", "--CLIENTELE_LOCAL_KEY="];

    private readonly WebApplication _app;

    private RunningApp(WebApplication app, ScriptedEngine engine, ScriptedPredictor predictor, ScriptedRegistry registry)
    {
        _app = app;
        Engine = engine;
        Predictor = predictor;
        Registry = registry;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public ScriptedEngine Engine { get; }

    public ScriptedPredictor Predictor { get; }

    public ScriptedRegistry Registry { get; }

    /// <summary>Comes as through a host on this machine, unless the app was started to know nobody.</summary>
    public HttpClient Client { get; }

    public IEnumerable<Endpoint> Endpoints => _app.Services.GetRequiredService<EndpointDataSource>().Endpoints;

    public IServiceProvider Services => _app.Services;

    public static Task<RunningApp> StartAsync(params string[] settings) => StartAsync(_ => { }, settings);

    /// <param name="more">Adds what a function under test needs beside the three.</param>
    public static async Task<RunningApp> StartAsync(Action<IServiceCollection> more, params string[] settings)
    {
        RunningApp app = await StartUnknownAsync(more, [$"--CLIENTELE_LOCAL_KEY={LocalKey}", .. settings]);
        app.Client.DefaultRequestHeaders.Add("X-Clientele-Local-Key", LocalKey);
        return app;
    }

    /// <summary>Where nothing says who calls, unless the settings do.</summary>
    /// <param name="more">Adds to the services.</param>
    /// <param name="settings">As <c>--name=value</c>.</param>
    /// <param name="map">Adds endpoints.</param>
    public static async Task<RunningApp> StartUnknownAsync(Action<IServiceCollection> more, IEnumerable<string> settings, Action<IEndpointRouteBuilder>? map = null)
    {
        ScriptedEngine engine = new();
        ScriptedPredictor predictor = new();
        ScriptedRegistry registry = new();
        WebApplication app = FunctionsApp.Build(
            ["--FUNCTIONS_CUSTOMHANDLER_PORT=0", .. NotOnAzure, .. settings],
            builder => more(builder.Services.AddSingleton(new MemoryStorage().Open()).AddSingleton<IRunEngine>(engine).AddSingleton<IPredictor>(predictor).AddSingleton<IModelRegistry>(registry)));
        map?.Invoke(app);
        await app.StartAsync();
        return new RunningApp(app, engine, predictor, registry);
    }

    /// <summary>As the host calls: POST, chunked, with its headers.</summary>
    public async Task<(int Status, string Body)> InvokeAsync(string function, string payload)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/" + function) { Content = new StringContent(payload, Encoding.UTF8, "application/json") };
        request.Headers.TransferEncodingChunked = true;
        request.Headers.Add("X-Azure-Functions-InvocationId", "8f1c3f0e-7f0d-4c55-9d53-2b0a3c3f5d11");
        request.Headers.Add("X-Azure-Functions-HostVersion", "4.1040.300.0");
        using HttpResponseMessage response = await Client.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
